package io.roomscribe.bench.ingest;

import io.roomscribe.servers.FreePort;
import io.roomscribe.servers.PayaraMicro;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts subjects by name. The servers are started as the tests and their READMEs do; a peer whose
 * program is not installed is left out.
 */
final class Subjects {

  private static final long BUILD_SECONDS = 120;

  private final Options options;
  private final Pacer pacer;
  private final Latencies latencies;

  Subjects(Options options, Pacer pacer, Latencies latencies) {
    this.options = options;
    this.pacer = pacer;
    this.latencies = latencies;
  }

  /** Empty, and a line says why, if it cannot be had here. */
  Optional<Subject> start(String name) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(options.directory().resolve(name));
    return switch (name) {
      case "wildfly", "payara" -> Optional.of(deploy(name));
      case "nio" -> Optional.of(peer(nio(), directory, true));
      case "c" -> cFloor(directory);
      case "node" -> node(directory, "sink.js");
      case "node-mix" -> node(directory, "mix.js");
      default -> throw new IllegalArgumentException("no subject " + name);
    };
  }

  /** The WAR on wildfly or payara. */
  Deployment deploy(String name) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(options.directory().resolve(name));
    Path own = Files.createTempDirectory(directory, "run-");
    int port = FreePort.any();
    Deployment.Launch launch =
        name.equals("wildfly")
            ? new Deployment.Launch(new PayaraMicro.Ports(port, port), this::wildFly)
            : new Deployment.Launch(new PayaraMicro.Ports(port, FreePort.any()), this::payara);
    return Deployment.start(launch, own, options, pacer, latencies);
  }

  private Child payara(PayaraMicro.Ports ports, Path settings) throws IOException {
    PayaraMicro payara =
        new PayaraMicro(
            Options.path("payara"), Options.path("war"), Options.path("payara-commands"));
    return Child.start(
        payara.command(settings, ports, jvmOptions()),
        Map.of(),
        settings.resolveSibling("server.log"));
  }

  /** What standalone.sh runs, without the shell around it. */
  private Child wildFly(PayaraMicro.Ports ports, Path settings) throws IOException {
    Path home = Options.path("wildfly");
    Path base = settings.resolveSibling("standalone");
    copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    Files.copy(Options.path("war"), deployments.resolve("roomscribe.war"));
    List<String> command = new ArrayList<>();
    command.add(javaProgram());
    command.addAll(jvmOptions());
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Djboss.modules.system.pkgs=org.jboss.byteman");
    for (String each :
        List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.security",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.management/javax.management",
            "java.naming/javax.naming")) {
      command.add("--add-opens=" + each + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
    command.addAll(List.of("-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
    command.add("-Djboss.home.dir=" + home);
    command.add("-Djboss.server.base.dir=" + base);
    command.add("-Djboss.http.port=" + ports.api());
    command.add("-Djboss.https.port=" + FreePort.any());
    command.add("-Djboss.management.http.port=" + FreePort.any());
    command.addAll(List.of("-c", "standalone-microprofile.xml", "--properties=" + settings));
    return Child.start(command, Map.of(), settings.resolveSibling("server.log"));
  }

  private List<String> jvmOptions() {
    List<String> some = new ArrayList<>();
    Collections.addAll(some, "-Xms" + options.heap(), "-Xmx" + options.heap());
    some.add("--add-modules=jdk.incubator.vector");
    some.addAll(options.javaOptions());
    return some;
  }

  private static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> nio() {
    return List.of(
        javaProgram(),
        "-cp",
        System.getProperty("java.class.path"),
        "io.roomscribe.bench.ingest.NioSink");
  }

  private Optional<Subject> cFloor(Path directory) throws IOException, InterruptedException {
    String program = directory.resolve("sink").toString();
    String source = Options.path("peers").resolve("sink.c").toString();
    if (!succeeds(List.of("gcc", "-O2", "-o", program, source), directory)) {
      return leftOut("c", "gcc");
    }
    return Optional.of(peer(List.of(program), directory, false));
  }

  private Optional<Subject> node(Path directory, String script)
      throws IOException, InterruptedException {
    for (String file : List.of("package.json", script)) {
      Path target = directory.resolve(file);
      Files.deleteIfExists(target);
      Files.copy(Options.path("peers").resolve(file), target);
    }
    if (!succeeds(List.of("npm", "install", "--no-audit", "--no-fund"), directory)) {
      return leftOut("node", "node, npm or its registry");
    }
    return Optional.of(peer(List.of("node", script), directory, false));
  }

  private static Optional<Subject> leftOut(String name, String missing) {
    System.out.println(name + " is left out: without " + missing);
    return Optional.empty();
  }

  private Subject peer(List<String> command, Path directory, boolean isJvm)
      throws IOException, InterruptedException {
    Peer.Kind kind = new Peer.Kind(isJvm, options.roomSizes().get(0));
    return Peer.start(command, directory.resolve("sink.log"), kind, pacer);
  }

  private static boolean succeeds(List<String> command, Path directory)
      throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("build.log").toFile())
              .start();
      if (process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
