package io.roomscribe.standin.gladia;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gladia's live API on this machine, recognising what it hears.
 *
 * <p>Threading: safe from any thread. Life: {@link #start}, then {@link #close}.
 */
public final class GladiaStandIn implements AutoCloseable {

  private static final AttachmentKey<LiveSession> SESSION = AttachmentKey.create(LiveSession.class);

  private final StandInOptions options;
  private final Faults faults = new Faults();
  private final Lane lane = new Lane();
  private final Recogniser recogniser;
  private final Account account;
  private final LiveApi live;
  private final ControlApi control;
  private final WebSocketProtocolHandshakeHandler sockets;
  private final int port;
  private volatile Undertow server;

  private GladiaStandIn(StandInOptions options, Recogniser recogniser) {
    this.options = options;
    this.recogniser = recogniser;
    account =
        new Account(new LiveSession.Shared(lane, recogniser, faults, options, new Callbacks()));
    live = new LiveApi(account, faults, options.key());
    control = new ControlApi(account, faults);
    sockets =
        Handlers.websocket(
            (exchange, channel) ->
                new LiveSocket(channel, exchange.getAttachment(SESSION), lane).open());
    server = server(options.port());
    server.start();
    port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  private Undertow server(int atPort) {
    HttpHandler http = new BlockingHandler(this::serve);
    return Undertow.builder()
        .setIoThreads(2)
        .setWorkerThreads(4)
        .addHttpListener(atPort, "127.0.0.1")
        .setHandler(exchange -> handle(exchange, http))
        .build();
  }

  /** Starts one; a speech engine goes on loading while requests are served already. */
  public static GladiaStandIn start(StandInOptions options) {
    return new GladiaStandIn(options, Recognisers.of(options.engine()));
  }

  /**
   * Runs one until the process ends: {@code --port 8090 --key secret --mode speech|tones --engine
   * auto|sphinx4|pocketsphinx}, each optional.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    String engine =
        given.getOrDefault("--mode", "speech").equals("tones")
            ? "tones"
            : given.getOrDefault("--engine", "auto");
    GladiaStandIn standIn =
        start(
            StandInOptions.speech(StandInOptions.Engine.valueOf(engine.toUpperCase(Locale.ROOT)))
                .withPort(Integer.parseInt(given.getOrDefault("--port", "8090")))
                .withKey(given.getOrDefault("--key", StandInOptions.DEFAULT_KEY)));
    System.out.println("Gladia stand-in");
    System.out.println("  GLADIA_API_URL=" + standIn.url());
    System.out.println("  GLADIA_API_KEY=" + standIn.key());
    System.out.println("  hears: " + standIn.engine());
    Thread.currentThread().join();
  }

  /** Base URL, without a slash at its end. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The accepted key. */
  public String key() {
    return options.key();
  }

  /** What listens, for people. */
  public String engine() {
    return recogniser.name();
  }

  /** What shall go wrong. */
  public Faults faults() {
    return faults;
  }

  /**
   * Cuts every connection and refuses new ones until {@link #acceptConnections}; sessions go on as
   * those of a client that has gone.
   */
  public void refuseConnections() {
    lane.run(account::cutLinks);
    lane.ask(() -> "cut");
    server.stop();
  }

  /** Ends {@link #refuseConnections}. */
  public void acceptConnections() {
    server = server(port);
    server.start();
  }

  /** What was seen so far. */
  public Stats stats() {
    return lane.ask(control::stats);
  }

  /** The accepted audio of a session, as it was sent. */
  public byte[] audio(String sessionId) {
    return lane.ask(() -> account.session(sessionId).orElseThrow().recording.toBytes());
  }

  /** What came and was said when, in every session so far; oldest first. */
  public List<Timeline> timelines() {
    return lane.ask(
        () ->
            account.sessions().stream()
                .map(each -> each.course.timeline(each.request, each.recording))
                .toList());
  }

  @Override
  public void close() {
    server.stop();
    lane.run(account::close);
    lane.ask(() -> "closed");
    lane.close();
    recogniser.close();
  }

  private void handle(HttpServerExchange exchange, HttpHandler http) throws Exception {
    if (isUpgrade(exchange)) {
      upgrade(exchange);
    } else {
      http.handleRequest(exchange);
    }
  }

  /** Java's HTTP client offers an upgrade to h2c with every request: that is not meant. */
  private static boolean isUpgrade(HttpServerExchange exchange) {
    String upgrade = exchange.getRequestHeaders().getFirst(Headers.UPGRADE);
    return "websocket".equalsIgnoreCase(upgrade) && exchange.getRequestPath().equals(LiveApi.PATH);
  }

  private void upgrade(HttpServerExchange exchange) throws Exception {
    if (exchange.isInIoThread()) {
      exchange.dispatch((HttpHandler) this::upgrade);
      return;
    }
    Optional<Integer> rejection = faults.nextUpgradeRejection();
    String token = first(exchange.getQueryParameters().get("token"));
    Optional<LiveSession> session = lane.ask(() -> account.withToken(token));
    if (rejection.isPresent()) {
      Reply.error(rejection.get(), LiveApi.PATH).send(exchange);
    } else if (session.isEmpty()) {
      Reply.error(401, LiveApi.PATH, "invalid token").send(exchange);
    } else {
      exchange.putAttachment(SESSION, session.get());
      sockets.handleRequest(exchange);
    }
  }

  private void serve(HttpServerExchange exchange) throws IOException {
    String path = exchange.getRequestPath();
    LiveApi.Request request = read(exchange);
    Reply reply;
    if (path.equals("/health")) {
      reply = Reply.json(200, Json.object().put("health", "OK"));
    } else if (path.startsWith(ControlApi.PATH + "/")) {
      reply = lane.ask(() -> control.answer(request));
    } else if (path.equals(LiveApi.PATH) || path.startsWith(LiveApi.PATH + "/")) {
      reply = lane.ask(() -> live.answer(request));
    } else {
      reply = Reply.error(404, path);
    }
    reply.send(exchange);
  }

  private static LiveApi.Request read(HttpServerExchange exchange) throws IOException {
    Map<String, String> query = new LinkedHashMap<>();
    exchange.getQueryParameters().forEach((name, values) -> query.put(name, first(values)));
    String key = exchange.getRequestHeaders().getFirst("x-gladia-key");
    return new LiveApi.Request(
        exchange.getRequestMethod().toString(),
        exchange.getRequestPath(),
        key == null ? "" : key,
        exchange.getHostAndPort(),
        query,
        new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static String first(Deque<String> values) {
    return values == null || values.isEmpty() ? "" : values.getFirst();
  }
}
