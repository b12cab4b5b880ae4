#include "http/edge/session_stream.ipp"

namespace xinfang::edge {

namespace {

class PlainSession final : public Session<Socket> {
 public:
  PlainSession(Core& core, Socket socket, Peer peer)
      : Session(core, std::move(socket), std::move(peer)) {}

 private:
  Socket& socket() override { return stream_; }
  Awaitable<bool> handshake() override { co_return true; }
  Awaitable<> say_goodbye() override { co_return; }
};

}  // namespace

void start_plain_session(Core& core, Socket socket, Peer peer) {
  start_session(std::make_shared<PlainSession>(core, std::move(socket), std::move(peer)), core);
}

}  // namespace xinfang::edge
