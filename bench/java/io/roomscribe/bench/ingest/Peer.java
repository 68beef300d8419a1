package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A plain sink that reads messages and throws them away: what the transport costs elsewhere. */
final class Peer implements Subject {

  private final Child child;
  private final int port;
  private final boolean isJvm;
  private final Pacer pacer;

  private Peer(Child child, int port, boolean isJvm, Pacer pacer) {
    this.child = child;
    this.port = port;
    this.isJvm = isJvm;
    this.pacer = pacer;
  }

  /** Starts the command with the port behind it. */
  static Peer start(List<String> command, Path log, boolean isJvm, Pacer pacer)
      throws IOException, InterruptedException {
    int port = Subject.freePort();
    List<String> all = new java.util.ArrayList<>(command);
    all.add(Integer.toString(port));
    Child child = Child.start(all, Map.of(), log);
    child.awaitPort(port);
    return new Peer(child, port, isJvm, pacer);
  }

  @Override
  public long pid() {
    return child.pid();
  }

  @Override
  public boolean isJvm() {
    return isJvm;
  }

  @Override
  public void addTracks(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      pacer.add(WireTrack.dial(Subject.sink(port), null));
    }
  }

  @Override
  public Samples samples() {
    return null;
  }

  @Override
  public void close() {
    child.close();
  }
}
