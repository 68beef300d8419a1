package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.net.URI;

/** What the load is put on: one process, started for it. */
interface Subject extends AutoCloseable {

  /** Its process. */
  long pid();

  /** Whether it is a JVM, to be asked for allocation and collections. */
  boolean isJvm();

  /** Begins with so many tracks more, whose connections are handed to the pacer when open. */
  void addTracks(int count) throws IOException, InterruptedException;

  /** What became of the samples, summed over all tracks; null if it does not tell. */
  Samples samples() throws IOException, InterruptedException;

  @Override
  void close();

  /**
   * Accounting in ms of audio.
   *
   * @param received in all
   * @param invented silence for what had not arrived
   * @param lost dropped for whatever reason, or refused on the way out
   */
  record Samples(long received, long invented, long lost) {

    Samples since(Samples before) {
      return new Samples(
          received - before.received, invented - before.invented, lost - before.lost);
    }
  }

  /** The sink's address of a peer, for a track of the room. */
  static URI sink(int port, int room) {
    return URI.create("ws://127.0.0.1:" + port + "/sink?room=" + room);
  }
}
