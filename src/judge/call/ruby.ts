/** A line that ends the program, and begins its data. */
const END = /^__END__\r?$/m;

/**
 * A Ruby submission that is called: a method at the top level, a lambda, or a method of a class `Solution`. What is
 * added stands after the submission, which so keeps its line numbers, and is compiled apart from it.
 */
export function rubyCall(source: string, fn: string, resultFile: string): string {
  const program = source.slice(0, END.exec(source)?.index);
  const added = JSON.stringify(harness(fn, resultFile)).replaceAll('#', '\\u0023');
  return `${program}\neval(${added}, binding, '<internal:call>')\n`;
}

/** In a lambda, so that its names are its own; the program's come in through \`own\`. */
const harness = (fn: string, resultFile: string): string => `
->(own) do
  require 'json'
  called =
    if own.local_variable_defined?(:${fn})
      own.local_variable_get(:${fn})
    elsif Object.private_method_defined?(:${fn}, false) || Object.method_defined?(:${fn}, false)
      own.receiver.method(:${fn})
    elsif Object.const_defined?(:Solution) && Solution.method_defined?(:${fn})
      Solution.new.method(:${fn})
    else
      # Its line would be one that is not in the submission.
      raise NameError, 'there is neither a method ${fn} nor a class Solution with a method ${fn}', []
    end
  given = STDIN.each_line.reject { |line| line.strip.empty? }
  result = called.call(*given.map { |line| JSON.parse(line, max_nesting: false) })
  plain = lambda do |value|
    case value
    when Hash then value.transform_values(&plain)
    when Array, Set then value.map(&plain)
    else value
    end
  end
  File.write('${resultFile}', JSON.generate(plain.(result), max_nesting: 0))
end.(binding)
`;
