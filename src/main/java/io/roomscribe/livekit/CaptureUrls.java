package io.roomscribe.livekit;

import java.util.regex.Pattern;

/**
 * Capture URLs hold a token and do not belong into messages, yet the server repeats them in its.
 */
final class CaptureUrls {

  private static final Pattern WEB_SOCKET_URL = Pattern.compile("wss?://[^\\s\"]+");

  private CaptureUrls() {}

  static String removedFrom(String text) {
    return WEB_SOCKET_URL.matcher(text).replaceAll("<capture URL>");
  }
}
