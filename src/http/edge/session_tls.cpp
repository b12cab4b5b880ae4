#include <boost/asio/ssl.hpp>
#include <stdexcept>

#include "http/edge/session_stream.ipp"

namespace xinfang::edge {

namespace ssl = asio::ssl;

struct TlsIdentity {
  ssl::context context{ssl::context::tls_server};
};

namespace {

using TlsStream = ssl::stream<Socket>;

class TlsSession final : public Session<TlsStream> {
 public:
  TlsSession(Core& core, Socket socket, Peer peer)
      : Session(core, TlsStream(std::move(socket), core.tls->context), std::move(peer)) {
    secure_ = true;
  }

 private:
  Socket& socket() override { return stream_.next_layer(); }

  Awaitable<bool> handshake() override {
    expire_in(core_.options.header_time);
    auto [error] = co_await stream_.async_handshake(ssl::stream_base::server, as_result);
    co_return !error;
  }

  // The closing alert; what the peer answers to it does not matter.
  Awaitable<> say_goodbye() override { co_await stream_.async_shutdown(as_result); }
};

}  // namespace

std::shared_ptr<TlsIdentity> load_tls_identity(const std::string& certificate,
                                               const std::string& key) {
  auto identity = std::make_shared<TlsIdentity>();
  auto* native = identity->context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // idle connections keep no buffers
  boost::system::error_code error;
  if (identity->context.use_certificate_chain_file(certificate, error)) {
    throw std::runtime_error("TLS certificate cannot be read: " + error.message());
  }
  if (identity->context.use_private_key_file(key, ssl::context::pem, error)) {
    throw std::runtime_error("TLS key cannot be read or does not fit: " + error.message());
  }
  return identity;
}

void start_tls_session(Core& core, Socket socket, Peer peer) {
  start_session(std::make_shared<TlsSession>(core, std::move(socket), std::move(peer)), core);
}

}  // namespace xinfang::edge
