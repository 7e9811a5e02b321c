import FoundationEssentials
import Glibc

/// An HTTPS server with a certificate of an authority that nobody but the test knows.
final class TLSServer {
  struct Problem: Error { var message: String }

  static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first { (path: String) in
    access(path, X_OK) == 0
  }

  static var canRun: Bool { PipelineBinary.isBuilt && openssl != nil && ServerProcess.python != nil }

  let scratch: Scratch
  private let server: ServerProcess

  /// - Parameter name: whom the certificate is for, such as `IP:127.0.0.1`.
  init(certificateFor name: String) throws {
    scratch = try Scratch()
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try Self.run(
      ["req", "-x509", "-days", "2", "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.pem"]
        + key, in: scratch)
    try Self.run(
      [
        "req", "-subj", "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", "key.pem", "-out",
        "csr.pem",
      ]
        + key, in: scratch)
    try Self.run(
      [
        "x509", "-req", "-in", "csr.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
        "2",
        "-copy_extensions", "copy", "-out", "cert.pem",
      ], in: scratch)
    try scratch.write("server.py", Self.script)
    server = try ServerProcess(scratch.path + "/server.py", data: scratch.path)
  }

  var url: String { "https://127.0.0.1:\(server.port)" }

  private static func run(_ arguments: [String], in scratch: Scratch) throws {
    let result = try ChildProcess(openssl ?? "openssl", arguments, in: scratch.path).run()
    if result.exitCode != 0 { throw Problem(message: result.standardError) }
  }

  private static let script = """
    import argparse, http.server, ssl

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b'{"secure":true}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request, client_address):
            pass

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--data")
    arguments = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments.data + "/cert.pem", arguments.data + "/key.pem")
    server = Server(("127.0.0.1", arguments.port), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(f"https://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()

    """
}
