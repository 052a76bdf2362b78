# ruby-oauth (Debian: ruby-oauth, ruby-rack). It signs and verifies request objects of other libraries, so each operation
# creates one: a Net::HTTP request to sign, a Rack request to verify.
#   ruby ruby_oauth.rb sign|verify SECONDS

require "cgi"
require "json"
require "net/http"
require "oauth"
require "oauth/client/net_http"
require "oauth/request_proxy/rack_request"
require "oauth/version"
require "rack"
require "stringio"

BATCH = 8
METHOD, FORM, KEY, SECRET, NONCE, TIMESTAMP, SIGNATURE, AUTHORIZATION =
  %w[METHOD FORM CONSUMER_KEY CONSUMER_SECRET NONCE TIMESTAMP SIGNATURE AUTHORIZATION].map { |name| ENV.fetch("BENCH_#{name}") }
URL = URI.parse(ENV.fetch("BENCH_URL"))
FORM_TYPE = "application/x-www-form-urlencoded"
HTTP = Net::HTTP.new(URL.host, URL.port).tap { |http| http.use_ssl = true }
CONSUMER = OAuth::Consumer.new(KEY, SECRET)
ENVIRONMENT = {
  "REQUEST_METHOD" => METHOD, "rack.url_scheme" => URL.scheme, "SERVER_NAME" => URL.host,
  "SERVER_PORT" => URL.port.to_s, "HTTP_HOST" => URL.host, "SCRIPT_NAME" => "", "PATH_INFO" => URL.path,
  "QUERY_STRING" => "", "CONTENT_TYPE" => FORM_TYPE, "CONTENT_LENGTH" => FORM.bytesize.to_s
}.freeze

def sign
  request = Net::HTTP::Post.new(URL.path)
  request.content_type = FORM_TYPE
  request.body = FORM
  request.oauth!(HTTP, CONSUMER, nil, nonce: NONCE, timestamp: TIMESTAMP)
  request["Authorization"]
end

def verify(authorization: AUTHORIZATION, form: FORM, now: TIMESTAMP.to_i)
  request = Rack::Request.new(
    ENVIRONMENT.merge("HTTP_AUTHORIZATION" => authorization, "rack.input" => StringIO.new(form)))
  recent = false
  known = false
  valid = OAuth::Signature.verify(request) do |proxy|
    # ruby-oauth leaves the time to the caller.
    recent = (now - proxy.timestamp.to_i).abs <= 300
    known = proxy.consumer_key == KEY
    [nil, known ? SECRET : "nobody's"]
  end
  valid && known && recent
end

def prove
  raise "ruby-oauth signs otherwise" unless sign.include?(CGI.escape(SIGNATURE))
  raise "ruby-oauth cannot verify" unless verify && verify(authorization: sign)

  tampered = [
    verify(form: FORM.sub("jdoe", "jdof")), verify(authorization: AUTHORIZATION.sub("FaO6Y", "FaO7Y")),
    verify(authorization: AUTHORIZATION.sub('"abcdef0', '"bbcdef0')),
    verify(authorization: AUTHORIZATION.sub('"abcdefg', '"abcdefh')), verify(now: TIMESTAMP.to_i + 301)
  ]
  raise "ruby-oauth accepts what was tampered with" if tampered.any?
end

def nanoseconds = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)

def measure(name, operation, seconds)
  batches = []
  start = last = nanoseconds
  finish = start + (seconds * 1e9).to_i
  while last < finish
    BATCH.times { operation.call }
    now = nanoseconds
    batches << now - last
    last = now
  end
  batches.sort!
  took = (last - start) / 1e9
  percentile = ->(share) { batches[[batches.size - 1, (batches.size * share).to_i].min] / BATCH }
  {
    library: "ruby-oauth", version: "#{OAuth::VERSION}, Ruby #{RUBY_VERSION}", operation: name, threads: 1,
    seconds: took.round(3), operations: batches.size * BATCH, per_second: (batches.size * BATCH / took).round,
    p50_ns: percentile.(0.5), p99_ns: percentile.(0.99), p999_ns: percentile.(0.999),
    allocations_per_operation: nil, raw_hmac_per_second: -1, share_of_raw_hmac: -1
  }
end

prove
puts JSON.generate(measure(ARGV[0], method(ARGV[0] == "sign" ? :sign : :verify), ARGV[1].to_f))
