package io.roomscribe.rooms;

import java.net.URI;

/** A node that receives no RTMP. */
final class NoRtmpReceiver implements RtmpReceiver {

  @Override
  public String obstacle() {
    return "this node has no receiver for it";
  }

  @Override
  public URI publishUrl(String sessionId, String key) {
    throw new IllegalStateException(obstacle());
  }

  @Override
  public URI publicUrl() {
    return URI.create("rtmp://none.invalid/");
  }
}
