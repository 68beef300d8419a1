package io.roomscribe.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Payara Micro runs before its start, with captures at a port that is free here. */
public final class PayaraCommands {

  /** Of server-config/payara/pre-boot.asadmin. */
  private static final String USUAL_PORT = "--listenerport 8081";

  private PayaraCommands() {}

  /**
   * Writes them for one server.
   *
   * @param shipped server-config/payara/pre-boot.asadmin
   * @param file where to
   * @param capturePort where egress is to dial, on this machine only
   */
  public static Path write(Path shipped, Path file, int capturePort) throws IOException {
    String commands = Files.readString(shipped);
    if (!commands.contains(USUAL_PORT)) {
      throw new IOException("no '" + USUAL_PORT + "' in " + shipped);
    }
    return Files.writeString(
        file,
        commands
            .replace(USUAL_PORT, "--listenerport " + capturePort)
            .replace("--listeneraddress 0.0.0.0", "--listeneraddress 127.0.0.1"));
  }
}
