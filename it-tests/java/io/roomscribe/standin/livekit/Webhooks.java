package io.roomscribe.standin.livekit;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * Sends events to every receiver, in order within a key (a room's name or an egress id).
 *
 * <p>Shape: proto3 JSON in camel case with defaults omitted; signed by a JWT whose {@code sha256}
 * claim covers the body, in the Authorization header without "Bearer".
 *
 * <p>Threading: safe; {@link #send} never blocks.
 *
 * <p>Source: livekit/protocol webhook/resource_url_notifier.go; headers as a running livekit-server
 * v1.13.5 sent them.
 */
final class Webhooks implements AutoCloseable {

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final long LIFETIME_SECONDS = 300;

  private final StandInOptions options;
  private final WebhookFaults faults;
  private final List<URI> receivers;
  private final WebhookSender sender;
  private final Map<String, WebhookQueue> queues = new ConcurrentHashMap<>();
  private final List<WebhookEvent> sent = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Webhooks(StandInOptions options, WebhookFaults faults) {
    this.options = options;
    this.faults = faults;
    this.receivers = new CopyOnWriteArrayList<>(options.webhooks());
    this.sender = new WebhookSender(options.webhookRetry());
  }

  /** Sends everything from now on to one more receiver. */
  void addReceiver(URI receiver) {
    receivers.add(receiver);
  }

  /** Gives the event an id and a time and queues it for every receiver. */
  void send(WebhookEvent.Builder draft, String key) {
    WebhookEvent event =
        draft.setId(Ids.next("EV_")).setCreatedAt(System.currentTimeMillis() / 1000).build();
    sent.add(event);
    if (faults.drops(event) || closed) {
      return;
    }
    for (URI receiver : receivers) {
      queue(receiver, key).add(event);
      if (faults.duplicates()) {
        queue(receiver, key).add(event);
      }
    }
  }

  /** Every event that came up, sent or not. */
  List<WebhookEvent> sent() {
    return List.copyOf(sent);
  }

  private WebhookQueue queue(URI receiver, String key) {
    return queues.computeIfAbsent(
        receiver + " " + key,
        ignored -> new WebhookQueue(event -> sender.deliver(receiver, signed(event)), faults));
  }

  private WebhookSender.Signed signed(WebhookEvent event) {
    byte[] body = json(event).getBytes(StandardCharsets.UTF_8);
    long now = System.currentTimeMillis() / 1000 + faults.clockSkew().toSeconds();
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", options.apiKey());
    claims.addProperty("exp", now + LIFETIME_SECONDS);
    claims.addProperty("nbf", now);
    claims.addProperty("iat", now);
    claims.addProperty("sha256", Base64.getEncoder().encodeToString(sha256(body)));
    String secret = faults.signsWrongly() ? options.apiSecret() + "x" : options.apiSecret();
    return new WebhookSender.Signed(body, Jwt.sign(claims, secret));
  }

  private static String json(WebhookEvent event) {
    try {
      return JSON.print(ServerSchema.asServerKnows(event));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an event has no Any fields", e);
    }
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    queues.values().forEach(WebhookQueue::close);
    sender.close();
  }
}
