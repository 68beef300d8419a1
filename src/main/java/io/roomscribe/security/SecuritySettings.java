package io.roomscribe.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of this package. Absent keys are told by {@link #hasCredential()}, not thrown. */
@ApplicationScoped
public class SecuritySettings {

  @Inject
  @ConfigProperty(name = "roomscribe.security.api-key")
  Optional<String> apiKeys;

  @Inject
  @ConfigProperty(name = "roomscribe.security.capture-token-lifetime")
  Duration captureTokenLifetime;

  @Inject
  @ConfigProperty(name = "roomscribe.demo")
  boolean demo;

  @Inject
  @ConfigProperty(name = "LIVEKIT_API_KEY")
  Optional<String> liveKitApiKey;

  @Inject
  @ConfigProperty(name = "LIVEKIT_API_SECRET")
  Optional<String> liveKitApiSecret;

  /** Requests without a credential may do everything: for a look on one's own machine. */
  public boolean demo() {
    return demo;
  }

  /** Anyone can be let in: there is an API key, or the secret that LiveKit tokens are signed by. */
  public boolean hasCredential() {
    return apiKeys().stream().anyMatch(key -> !key.isEmpty())
        || (liveKitApiKey.isPresent() && liveKitApiSecret.isPresent());
  }

  /** Split here: Payara cannot inject an {@code Optional<List<String>>}. */
  List<String> apiKeys() {
    return apiKeys.stream().flatMap(keys -> Stream.of(keys.split(","))).map(String::strip).toList();
  }

  Duration captureTokenLifetime() {
    return captureTokenLifetime;
  }

  /**
   * Checks what our LiveKit key signed; empty when no key is configured.
   *
   * @param clock the wall clock
   */
  public Optional<LiveKitTokens> liveKitTokens(InstantSource clock) {
    return liveKitApiKey.flatMap(
        key -> liveKitApiSecret.map(secret -> new LiveKitTokens(key, secret, clock)));
  }
}
