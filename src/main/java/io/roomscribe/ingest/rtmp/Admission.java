package io.roomscribe.ingest.rtmp;

import java.util.Optional;

/** Knows which key is good for which session. Threading: safe from any thread; never blocks. */
@FunctionalInterface
interface Admission {

  /** The session's line; empty when the session does not run here or does not take this key. */
  Optional<SessionLine> admit(String sessionId, String key);
}
