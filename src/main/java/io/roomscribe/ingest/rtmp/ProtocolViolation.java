package io.roomscribe.ingest.rtmp;

import java.io.IOException;

/** What the peer sent is not RTMP as publishers speak it, or is over a limit. Never has the key. */
final class ProtocolViolation extends IOException {

  private static final long serialVersionUID = 1;

  ProtocolViolation(String what) {
    super(what);
  }
}
