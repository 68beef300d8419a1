package io.roomscribe.standin.livekit;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stand-in is set up.
 *
 * @param host address to bind
 * @param port port to bind; 0 takes a free one
 * @param apiKey the one API key it knows
 * @param apiSecret the secret of that key
 * @param webhooks where every event goes
 * @param webhookRetry first pause before a webhook is tried again; doubles up to thirty times it
 * @param egress times of the egress service
 */
public record StandInOptions(
    String host,
    int port,
    String apiKey,
    String apiSecret,
    List<URI> webhooks,
    Duration webhookRetry,
    EgressTiming egress) {

  /** A free port on the loopback address, the keys of {@code --dev}, the times of LiveKit. */
  public static StandInOptions asLiveKit() {
    return new StandInOptions(
        "127.0.0.1",
        0,
        "devkey",
        "secret",
        List.of(),
        Duration.ofSeconds(1),
        EgressTiming.asLiveKit());
  }

  /** As LiveKit, but without any waiting. */
  public static StandInOptions prompt() {
    return asLiveKit().withEgress(EgressTiming.prompt()).withWebhookRetry(Duration.ofMillis(20));
  }

  /** The same bound to another address. */
  public StandInOptions withHost(String value) {
    return new StandInOptions(value, port, apiKey, apiSecret, webhooks, webhookRetry, egress);
  }

  /** The same on another port. */
  public StandInOptions withPort(int value) {
    return new StandInOptions(host, value, apiKey, apiSecret, webhooks, webhookRetry, egress);
  }

  /** The same with another key. */
  public StandInOptions withKey(String key, String secret) {
    return new StandInOptions(host, port, key, secret, webhooks, webhookRetry, egress);
  }

  /** The same with one more webhook receiver. */
  public StandInOptions withWebhook(URI receiver) {
    List<URI> all = new ArrayList<>(webhooks);
    all.add(receiver);
    return new StandInOptions(
        host, port, apiKey, apiSecret, List.copyOf(all), webhookRetry, egress);
  }

  /** The same with another first pause between tries of a webhook. */
  public StandInOptions withWebhookRetry(Duration value) {
    return new StandInOptions(host, port, apiKey, apiSecret, webhooks, value, egress);
  }

  /** The same with other egress times. */
  public StandInOptions withEgress(EgressTiming value) {
    return new StandInOptions(host, port, apiKey, apiSecret, webhooks, webhookRetry, value);
  }
}
