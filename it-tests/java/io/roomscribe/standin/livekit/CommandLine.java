package io.roomscribe.standin.livekit;

import io.roomscribe.standin.speech.Conversation;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Runs a stand-in alone, set up by arguments {@code --name value}. */
final class CommandLine {

  /** How long livekit-server looks for an egress host. */
  private static final Duration NO_RESPONSE = Duration.ofMillis(22_500);

  private CommandLine() {}

  static void run(String[] args) {
    Map<String, String> given = parse(args);
    StandInOptions options =
        StandInOptions.asLiveKit()
            .withHost(given.getOrDefault("host", "127.0.0.1"))
            .withPort(Integer.parseInt(given.getOrDefault("port", "7880")))
            .withKey(given.getOrDefault("key", "devkey"), given.getOrDefault("secret", "secret"));
    if (given.containsKey("egress-delay-ms")) {
      Duration delay = Duration.ofMillis(Long.parseLong(given.get("egress-delay-ms")));
      EgressTiming timing = options.egress().withFirstMessage(delay);
      options = options.withEgress(timing.withRtmp(timing.rtmp().withDelay(delay)));
    }
    if (given.containsKey("webhook")) {
      options = options.withWebhook(URI.create(given.get("webhook")));
    }
    LiveKitStandIn standIn = LiveKitStandIn.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(standIn::close));
    limit(standIn.apiFaults(), given);
    describe(standIn, System.out);
    String conversation = given.getOrDefault("conversation", "none");
    if (!conversation.equals("none")) {
      String room = given.getOrDefault("room", "meeting");
      standIn.stage(room, conversation(conversation)).begin();
      System.out.println("In room \"" + room + "\" people are talking now.");
    }
  }

  private static void limit(ApiFaults limits, Map<String, String> given) {
    if (given.containsKey("egress-quota")) {
      limits.egressQuota(Integer.parseInt(given.get("egress-quota")));
    }
    if (given.containsKey("egress-capacity")) {
      limits.egressCapacity(Integer.parseInt(given.get("egress-capacity")), NO_RESPONSE);
    }
    limits.olderServer(Boolean.parseBoolean(given.get("older-server")));
  }

  static Conversation conversation(String name) {
    return switch (name) {
      case "full" -> Conversation.load();
      case "short" -> Conversation.loadShort();
      default -> throw new IllegalArgumentException("conversation is full or short");
    };
  }

  private static void describe(LiveKitStandIn standIn, PrintStream out) {
    out.println("LiveKit stand-in");
    out.println("  LIVEKIT_HTTP_URL=" + standIn.url());
    out.println("  LIVEKIT_API_KEY=" + standIn.apiKey());
    out.println("  LIVEKIT_API_SECRET=" + standIn.apiSecret());
    out.println("  control: POST " + standIn.url() + "/control/… (GET /control lists it)");
  }

  private static Map<String, String> parse(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value, got " + args[i]);
      }
      given.put(args[i].substring(2), args[i + 1]);
    }
    return given;
  }
}
