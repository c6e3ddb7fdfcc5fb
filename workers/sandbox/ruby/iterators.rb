# Lets programs recurse through blocks. A block that C's `each` calls takes WebAssembly's own stack, some 25 kB, so that
# recursion through it would end after twenty levels; a block that Ruby calls takes the VM's stack alone. C's iterators
# are quicker, so they serve the first levels; below those, Ruby does the same.
module QuartetIterators
  # The rest of WebAssembly's stack is for what always goes through C: sorting with a block, Class#new …
  SHALLOW = 6
  # Levels of C's iterators now.
  $quartet_depth = 0

  # What an iterator does over `each`, whose block gets one value.
  OVER_EACH = {
    each_with_index: 'i = -1; each { |x| yield x, i += 1 }; self',
    each_with_object: 'each { |x| yield x, args[0] }; args[0]',
    each_slice: 'return __each_slice(*args, &) if args[0] < 1; r = []; each { |x| r << x; (yield r; r = []) if r.size == args[0] }; yield r unless r.empty?; self',
    map: 'r = []; each { |x| r << yield(x) }; r',
    flat_map: 'r = []; each { |x| (y = yield(x)).is_a?(Array) ? r.concat(y) : r << y }; r',
    filter_map: 'r = []; each { |x| (y = yield(x)) && r << y }; r',
    select: 'r = []; each { |x| r << x if yield(x) }; r',
    reject: 'r = []; each { |x| r << x unless yield(x) }; r',
    partition: 'r = [[], []]; each { |x| r[yield(x) ? 0 : 1] << x }; r',
    group_by: 'r = {}; each { |x| (r[yield(x)] ||= []) << x }; r',
    sum: 'r = []; each { |x| r << yield(x) }; r.sum(*args)',
    inject: 'none = args.empty?; s = args[0]; each { |x| s = none ? x : yield(s, x); none = false }; s',
    count: 'n = 0; each { |x| n += 1 if yield(x) }; n',
    any?: 'each { |x| return true if yield(x) }; false',
    all?: 'each { |x| return false unless yield(x) }; true',
    none?: 'each { |x| return false if yield(x) }; true',
    find: 'each { |x| return x if yield(x) }; nil',
    find_index: 'i = -1; each { |x| i += 1; return i if yield(x) }; nil',
    min_by: 'none = true; r = m = nil; each { |x| y = yield(x); (r = x; m = y; none = false) if none || (y <=> m) < 0 }; r',
    max_by: 'none = true; r = m = nil; each { |x| y = yield(x); (r = x; m = y; none = false) if none || (y <=> m) > 0 }; r'
  }.freeze

  BODIES = {
    Array => OVER_EACH.merge(
      each: 'i = -1; yield self[i] while (i += 1) < size; self',
      each_index: 'i = -1; yield i while (i += 1) < size; self',
      reverse_each: 'i = size; yield self[i] while (i -= 1) >= 0; self',
      map!: 'i = -1; self[i] = yield(self[i]) while (i += 1) < size; self',
      index: 'i = -1; while (i += 1) < size do return i if yield(self[i]) end'
    ),
    Hash => OVER_EACH.merge(
      each: 'keys.each { |k| yield [k, self[k]] if key?(k) }; self',
      each_key: 'keys.each { |k| yield k }; self',
      each_value: 'values.each { |v| yield v }; self',
      select: 'r = {}; each { |k, v| r[k] = v if yield(k, v) }; r',
      reject: 'r = {}; each { |k, v| r[k] = v unless yield(k, v) }; r',
      transform_values: 'r = {}; each { |k, v| r[k] = yield(v) }; r',
      fetch: 'key?(args[0]) ? self[args[0]] : yield(args[0])'
    ),
    Range => OVER_EACH.merge(
      each: <<~RUBY
        x = self.begin
        return __each(&) unless x.is_a?(Integer)

        last = self.end
        (yield x; x = x.succ) until last && (exclude_end? ? x >= last : x > last)
        self
      RUBY
    ),
    Set => OVER_EACH.except(:select, :reject, :partition),
    Integer => {
      upto: 'i = self; (yield i; i += 1) while i <= args[0]; self',
      downto: 'i = self; (yield i; i -= 1) while i >= args[0]; self'
    },
    String => { each_char: 'chars.each { |c| yield c }; self' }
  }.freeze

  SYNONYMS = {
    each: :each_pair, map: :collect, map!: :collect!, flat_map: :collect_concat, select: :filter, inject: :reduce,
    find: :detect
  }.freeze

  # Arguments beside the block; with others an iterator does something else, and stays C's.
  ARGUMENTS = { each_with_object: 1, each_slice: 1, sum: 0..1, inject: 0..1, upto: 1, downto: 1, fetch: 1 }.freeze
  # These have none at all: naming none is quicker.
  ALONE = %i[each each_index each_key each_value reverse_each map map! flat_map filter_map select reject].freeze

  BODIES.each do |type, bodies|
    bodies.each do |name, body|
      args = ALONE.include?(name) ? '' : '*args, '
      c = :"__#{name.to_s.tr('?!', 'px')}"
      type.class_eval(<<~RUBY, '<internal:iterators>')
        alias_method :#{c}, :#{name}
        private :#{c}
        def #{name}(#{args}&)
          return #{c}(#{args}&) unless block_given?#{" && #{ARGUMENTS.fetch(name, 0).inspect} === args.size" if args != ''}

          if $quartet_depth < #{SHALLOW}
            $quartet_depth += 1
            begin
              #{c}(#{args}&)
            ensure
              $quartet_depth -= 1
            end
          else
            #{body}
          end
        end
      RUBY
      synonym = SYNONYMS[name]
      type.alias_method(synonym, name) if synonym && type.method_defined?(synonym)
    end
  end
end

# A hash's default block is called by C's `[]`.
module QuartetDefault
  NONE = Object.new.freeze

  def [](key)
    value = __fetch(key, NONE)
    return value unless NONE.equal?(value)

    block = default_proc
    block ? block.call(self, key) : default
  end
end

Hash.singleton_class.prepend(
  Module.new do
    def new(*, **, &block)
      block ? super.extend(QuartetDefault) : super
    end
  end
)
