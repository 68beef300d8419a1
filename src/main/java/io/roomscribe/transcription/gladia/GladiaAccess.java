package io.roomscribe.transcription.gladia;

import java.net.URI;
import java.util.Optional;

/**
 * Where Gladia is and what opens it.
 *
 * @param api base address, http or https
 * @param key the account's key; empty when not configured
 * @param region sent as the region parameter; empty lets Gladia choose
 */
record GladiaAccess(URI api, Optional<String> key, Optional<String> region) {

  /** Never shows the key. */
  @Override
  public String toString() {
    return "GladiaAccess[api=" + api + ", key=" + (key.isPresent() ? "set" : "missing") + "]";
  }
}
