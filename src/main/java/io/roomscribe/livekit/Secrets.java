package io.roomscribe.livekit;

import java.util.regex.Pattern;

/**
 * Keeps secrets out of messages. The server's words repeat what it was sent: the capture URL with
 * its token or key, and the whole access token when it does not like it.
 */
final class Secrets {

  private static final Pattern CAPTURE_URL = Pattern.compile("(?:ws|rtmp)s?://[^\\s\"]+");
  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  private Secrets() {}

  static String removedFrom(String text) {
    String withoutUrls = CAPTURE_URL.matcher(text).replaceAll("<capture URL>");
    return JWT.matcher(withoutUrls).replaceAll("<token>");
  }
}
