package io.roomscribe.livekit;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach a LiveKit server.
 *
 * @param url http or https, without a path
 * @param apiKey the key's public half
 * @param apiSecret the key's secret half; never log
 * @param timeout of calls to the room service
 * @param egressTimeout of calls to the egress service: the server itself looks for a free egress
 *     for up to 22 s before it says that there is none
 */
record LiveKitAccess(
    URI url, String apiKey, String apiSecret, Duration timeout, Duration egressTimeout) {

  @Override
  public String toString() {
    return "LiveKitAccess[" + url + "]";
  }
}
