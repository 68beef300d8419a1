package io.roomscribe.livekit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of this package. Absent keys are empty here; the check at start names them. */
@ApplicationScoped
public class LiveKitSettings {

  @Inject
  @ConfigProperty(name = "LIVEKIT_API_KEY")
  Optional<String> apiKey;

  @Inject
  @ConfigProperty(name = "LIVEKIT_API_SECRET")
  Optional<String> apiSecret;

  @Inject
  @ConfigProperty(name = "LIVEKIT_HTTP_URL")
  Optional<String> httpUrl;

  @Inject
  @ConfigProperty(name = "LIVEKIT_URL")
  Optional<String> url;

  @Inject
  @ConfigProperty(name = "NEXT_PUBLIC_LIVEKIT_URL")
  Optional<String> publicUrl;

  @Inject
  @ConfigProperty(name = "roomscribe.livekit.timeout")
  Duration timeout;

  @Inject
  @ConfigProperty(name = "roomscribe.livekit.egress.timeout")
  Duration egressTimeout;

  /** LIVEKIT_API_KEY. */
  public Optional<String> apiKey() {
    return apiKey;
  }

  /** LIVEKIT_API_SECRET; never log. */
  public Optional<String> apiSecret() {
    return apiSecret;
  }

  /**
   * Where the server's API is: LIVEKIT_HTTP_URL, or else LIVEKIT_URL, or else
   * NEXT_PUBLIC_LIVEKIT_URL, with ws made http and wss made https.
   *
   * @throws IllegalArgumentException saying what is wrong with a URL that is there
   */
  public Optional<URI> httpUrl() {
    return Stream.of(httpUrl, url, publicUrl)
        .flatMap(Optional::stream)
        .findFirst()
        .map(LiveKitSettings::apiUrl);
  }

  /** How long a call may take. */
  public Duration timeout() {
    return timeout;
  }

  /** How long a call to the egress service may take. */
  public Duration egressTimeout() {
    return egressTimeout;
  }

  /** Everything that a connection needs, once all of it is there. */
  Optional<LiveKitAccess> access() {
    if (httpUrl().isEmpty() || apiKey.isEmpty() || apiSecret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LiveKitAccess(httpUrl().get(), apiKey.get(), apiSecret.get(), timeout, egressTimeout));
  }

  private static URI apiUrl(String text) {
    URI given;
    try {
      given = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("LIVEKIT_HTTP_URL is not a URL: " + text, e);
    }
    String scheme =
        switch (String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT)) {
          case "http", "ws" -> "http";
          case "https", "wss" -> "https";
          default ->
              throw new IllegalArgumentException(
                  "LIVEKIT_HTTP_URL must begin with https, http, wss or ws: " + text);
        };
    boolean hasPath = given.getPath() != null && !given.getPath().replace("/", "").isEmpty();
    if (given.getHost() == null || given.getUserInfo() != null || hasPath) {
      throw new IllegalArgumentException(
          "LIVEKIT_HTTP_URL must be a scheme, a host and perhaps a port, nothing else: " + text);
    }
    return URI.create(scheme + "://" + given.getRawAuthority());
  }
}
