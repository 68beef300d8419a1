package io.roomscribe.livekit;

import java.util.regex.Pattern;

/**
 * Keeps secrets out of messages. The server's words repeat what it was sent: the capture URL with
 * its token, and the whole access token when it does not like it.
 */
final class Secrets {

  private static final Pattern WEB_SOCKET_URL = Pattern.compile("wss?://[^\\s\"]+");
  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  private Secrets() {}

  static String removedFrom(String text) {
    String withoutUrls = WEB_SOCKET_URL.matcher(text).replaceAll("<capture URL>");
    return JWT.matcher(withoutUrls).replaceAll("<token>");
  }
}
