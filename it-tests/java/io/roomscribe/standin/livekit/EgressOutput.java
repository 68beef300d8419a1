package io.roomscribe.standin.livekit;

import java.util.Optional;

/**
 * Where the audio of an egress goes, over one connection or several in a row.
 *
 * <p>Threading: confined to the pacing thread; never blocks it.
 *
 * <p>Ownership: {@link #closeCleanly} or {@link #abort} gives everything back; both may be called
 * in any state, and more than once.
 */
interface EgressOutput {

  /** Begins to connect, if it connects before there is anything to send. */
  void open();

  /** True once audio can be started. */
  boolean isOpen() throws EgressFailure;

  /** Does what is due between open and start. */
  void idle() throws EgressFailure;

  /** The first packet has come: audio is sent from now on. */
  void start(EgressAudio audio, long nowNanos);

  /** Sends what is due. */
  void tick(long nowNanos) throws EgressFailure;

  /** Ends as a stopped egress ends. */
  void closeCleanly();

  /** Ends as a killed process ends. */
  void abort();

  /** The messages of a started WebSocket; empty for all else. */
  default Optional<EgressStream> stream() {
    return Optional.empty();
  }
}
