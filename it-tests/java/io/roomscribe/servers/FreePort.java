package io.roomscribe.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports that nobody uses now. */
public final class FreePort {

  private FreePort() {}

  /** Any, on this machine only. */
  public static int any() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The usual one, else any. */
  public static int usually(int usual) {
    try (ServerSocket socket = new ServerSocket(usual)) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return any();
    }
  }
}
