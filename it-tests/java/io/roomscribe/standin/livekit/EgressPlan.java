package io.roomscribe.standin.livekit;

import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;

/**
 * What one egress is to do, out of a request that has been checked. Made for one egress only.
 *
 * @param asked an EgressInfo with nothing but the request in it, its stream key redacted
 * @param encoding how the audio is encoded, if it is
 * @param flaw why the pipeline cannot be built although the request was accepted
 */
record EgressPlan(
    EgressInfo asked,
    EgressAudio audio,
    StreamUrl to,
    AudioEncoding encoding,
    Optional<String> flaw) {

  EgressPlan(EgressInfo asked, EgressAudio audio, StreamUrl to, AudioEncoding encoding) {
    this(asked, audio, to, encoding, Optional.empty());
  }
}
