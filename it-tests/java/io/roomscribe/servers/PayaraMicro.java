package io.roomscribe.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Payara Micro with the WAR, as its README says.
 *
 * @param jar prepared as there
 * @param war to be deployed
 * @param commands server-config/payara/pre-boot.asadmin
 */
public record PayaraMicro(Path jar, Path war, Path commands) {

  /** Where a server is asked, and where egress dials it; the same for WildFly. */
  public record Ports(int api, int capture) {}

  /** Where {@link #command} writes the server's own commands, beside its settings. */
  public static Path commandsBeside(Path settings) {
    return settings.resolveSibling("pre-boot.asadmin");
  }

  /** The command that starts one, and what it reads beside its settings. */
  public List<String> command(Path settings, Ports ports, List<String> jvmOptions)
      throws IOException {
    Path own = PayaraCommands.write(commands, commandsBeside(settings), ports.capture());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", jar.toString(), "--deploy", war.toString()));
    command.addAll(List.of("--port", Integer.toString(ports.api()), "--nocluster"));
    command.addAll(List.of("--systemProperties", settings.toString()));
    command.addAll(List.of("--prebootcommandfile", own.toString()));
    return command;
  }
}
