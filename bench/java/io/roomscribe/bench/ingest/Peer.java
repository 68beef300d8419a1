package io.roomscribe.bench.ingest;

import io.roomscribe.servers.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the transport costs elsewhere: a sink that reads messages and throws them away, or mixes the
 * rooms and throws the blocks away.
 */
final class Peer implements Subject {

  private final Child child;
  private final int port;
  private final boolean isJvm;
  private final Pacer pacer;
  private final int tracksPerRoom;
  private int tracks;

  private Peer(Child child, int port, Kind kind, Pacer pacer) {
    this.child = child;
    this.port = port;
    this.isJvm = kind.isJvm();
    this.tracksPerRoom = kind.tracksPerRoom();
    this.pacer = pacer;
  }

  /** Whether it is a JVM, and how its tracks are spread over rooms. */
  record Kind(boolean isJvm, int tracksPerRoom) {}

  /** Starts the command with the port behind it. */
  static Peer start(List<String> command, Path log, Kind kind, Pacer pacer)
      throws IOException, InterruptedException {
    int port = FreePort.any();
    List<String> all = new java.util.ArrayList<>(command);
    all.add(Integer.toString(port));
    Child child = Child.start(all, Map.of(), log);
    child.awaitPort(port);
    return new Peer(child, port, kind, pacer);
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
    for (int end = tracks + count; tracks < end; tracks++) {
      pacer.add(WireTrack.dial(Subject.sink(port, tracks / tracksPerRoom), null));
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
