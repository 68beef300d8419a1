package io.roomscribe.standin.livekit;

import io.roomscribe.standin.speech.Conversation;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.PathHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * A LiveKit server with an egress service, as far as an application without WebRTC can tell.
 *
 * <p>Threading: safe from any thread.
 *
 * <p>Ownership: {@link #close} ends every egress and every thread.
 */
public final class LiveKitStandIn implements AutoCloseable {

  private static final int WORKERS = 64;

  private final StandInOptions options;
  private final ApiFaults apiFaults = new ApiFaults();
  private final WebhookFaults webhookFaults = new WebhookFaults();
  private final CallLog calls = new CallLog();
  private final Webhooks webhooks;
  private final Rooms rooms;
  private final Egresses egresses;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(LiveKitStandIn::daemon);
  private volatile Undertow server;
  private final int port;

  private LiveKitStandIn(StandInOptions options) {
    this.options = options;
    this.webhooks = new Webhooks(options, webhookFaults);
    this.rooms = new Rooms(webhooks::send);
    this.egresses = new Egresses(options.egress(), apiFaults, webhooks::send);
    this.server = server(options.port());
    server.start();
    this.port = boundPort(server);
  }

  /**
   * Runs one until the process is ended: {@code --port 7880 --key devkey --secret secret --host
   * 127.0.0.1 --webhook http://… --conversation full|short|none --room meeting --egress-quota 2
   * --egress-capacity 2 --egress-delay-ms 2800 --older-server true}.
   */
  public static void main(String[] args) {
    CommandLine.run(args);
  }

  /** Starts one; it answers when this returns. */
  public static LiveKitStandIn start(StandInOptions options) {
    return new LiveKitStandIn(options);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "livekit-standin-scheduler");
    thread.setDaemon(true);
    return thread;
  }

  private Undertow server(int atPort) {
    List<TwirpMethod<?>> methods = new ArrayList<>(new RoomMethods(rooms).all());
    methods.addAll(new EgressMethods(rooms, egresses, apiFaults).all());
    AccessTokens tokens = new AccessTokens(options.apiKey(), options.apiSecret());
    PathHandler paths =
        new PathHandler(new BlockingHandler(new TwirpHandler(methods, tokens, apiFaults, calls)));
    paths.addPrefixPath("/control", new BlockingHandler(new ControlHandler(this)));
    return Undertow.builder()
        .addHttpListener(atPort, options.host())
        .setIoThreads(2)
        .setWorkerThreads(WORKERS)
        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 0)
        .setHandler(paths)
        .build();
  }

  private static int boundPort(Undertow server) {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /** Where its API is, {@code http://…}. */
  public URI url() {
    return URI.create("http://" + options.host() + ":" + port);
  }

  /** The API key it knows. */
  public String apiKey() {
    return options.apiKey();
  }

  /** The secret of its key. */
  public String apiSecret() {
    return options.apiSecret();
  }

  /** The open room of that name, made if there is none. */
  public StandInRoom room(String name) {
    return rooms.open(name);
  }

  /** The open room of that name, if there is one. */
  public Optional<StandInRoom> findRoom(String name) {
    return rooms.find(name);
  }

  /** Every open room. */
  public List<StandInRoom> openRooms() {
    return rooms.all();
  }

  /** Puts the people of a conversation into a room; they wait to begin. */
  public ConversationStage stage(String room, Conversation conversation) {
    return new ConversationStage(room(room), conversation, scheduler);
  }

  /** The egresses, and what can be done to them. */
  public Egresses egresses() {
    return egresses;
  }

  /** What goes wrong with the API. */
  public ApiFaults apiFaults() {
    return apiFaults;
  }

  /** What goes wrong with webhooks. */
  public WebhookFaults webhookFaults() {
    return webhookFaults;
  }

  /** The API calls so far. */
  public CallLog calls() {
    return calls;
  }

  /** The events that came up so far, whether or not they were delivered. */
  public List<WebhookEvent> events() {
    return webhooks.sent();
  }

  /** Sends webhooks to one more receiver from now on. */
  public void addWebhook(URI receiver) {
    webhooks.addReceiver(receiver);
  }

  /**
   * Refuses connections for a while, the control endpoint's too; rooms and egresses go on. Returns
   * when it refuses.
   */
  public void refuseConnections(Duration length) {
    server.stop();
    scheduler.schedule(this::listenAgain, length.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void listenAgain() {
    server = server(port);
    server.start();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    egresses.close();
    webhooks.close();
    server.stop();
  }
}
