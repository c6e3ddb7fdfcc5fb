# Runs one contest program in one interpreter: `check` compiles it, `run` executes it and ends the interpreter with the
# program's exit code. Loaded once, before the interpreter's memory is taken as every other's beginning.

require 'json'
require 'set'
require 'stringio'

module QuartetHarness
  # More than an exit code can be: the program failed for want of memory.
  EXHAUSTED = 1 << 16
  TRACE_LINES = 16

  @at_exit = []

  class << self
    attr_reader :at_exit

    # Compiles the submission. Raises what is wrong with it, having written that to the standard error.
    def check(file)
      $VERBOSE = nil # Warnings are no errors.
      source = File.read(file, encoding: Encoding::UTF_8)
      Object.const_set(:DATA, StringIO.new($')) if source =~ /^__END__\r?(\n|\z)/
      @program = RubyVM::InstructionSequence.compile_file_prism(file)
    rescue SyntaxError, ArgumentError, EncodingError => error
      STDERR.write(error.message, "\n")
      raise
    ensure
      $VERBOSE = false
    end

    # Executes the submission with these arguments. Does not return.
    def run(file, arguments)
      $0 = file
      ARGV.replace(arguments)
      code = attempt { @program.eval }
      while (last = @at_exit.pop)
        ended = attempt { last.call }
        code = ended if ended != 0
      end
      flush
      Process.exit!(code)
    end

    private

    def attempt
      yield
      0
    rescue SystemExit => error
      error.status
    rescue NoMemoryError
      STDERR.write("failed to allocate memory (NoMemoryError)\n")
      EXHAUSTED
    rescue Exception => error
      report(error)
      1
    end

    def report(error)
      flush
      lines = error.full_message(highlight: false, order: :top).lines
      lines.reject! { |line| line.match?(/\A\tfrom (<internal:|eval:|[^:]+:in )/) }
      STDERR.write(*lines.first(TRACE_LINES))
    rescue Exception
      STDERR.write("#{error.class}\n")
    end

    # Also what the program opened and did not close, as the end of a process does.
    def flush
      ObjectSpace.each_object(IO) do |io|
        io.flush unless io.closed?
      rescue IOError, SystemCallError
        # Opened for reading, or past the output limit.
      end
    end
  end
end

# There are no processes; some of these would say that one had ended well.
module Kernel
  %i[system spawn exec `].each do |name|
    missing = ->(*) { raise NotImplementedError, "#{name} is unimplemented on this machine" }
    define_method(name, missing)
    private name
    Process.define_singleton_method(name, missing) if Process.respond_to?(name)
  end

  def at_exit(&block)
    raise ArgumentError, 'called without block' unless block

    QuartetHarness.at_exit << block
    block
  end
  private :at_exit
end
