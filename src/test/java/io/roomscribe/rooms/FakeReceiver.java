package io.roomscribe.rooms;

import java.net.URI;

/** Receives RTMP, or says that it cannot. */
final class FakeReceiver implements RtmpReceiver {

  String obstacle = "";
  boolean broken;

  @Override
  public String obstacle() {
    return obstacle;
  }

  @Override
  public URI publishUrl(String sessionId, String key) {
    if (broken) {
      throw new IllegalStateException("no URL");
    }
    return publicUrl().resolve(sessionId + "?key=" + key);
  }

  @Override
  public URI publicUrl() {
    return URI.create("rtmp://scribe:1935/live/");
  }
}
