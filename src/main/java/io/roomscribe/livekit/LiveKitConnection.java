package io.roomscribe.livekit;

import io.livekit.server.AccessToken;
import io.livekit.server.EgressService;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.RoomRecord;
import io.livekit.server.RoomServiceClient;
import io.livekit.server.okhttp.OkHttpHolder;
import java.time.Duration;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;
import retrofit2.converter.protobuf.ProtoConverterFactory;

/**
 * The SDK's clients of one server, over one connection pool.
 *
 * <p>The SDK's own HTTP client gives up after 10 s, which is before the server has found out that
 * no egress is free, and can log bodies, which hold capture tokens; so we hand it ours. It does not
 * follow redirects (a redirected POST arrives as a GET: better to be told of the wrong URL) and for
 * egress it does not repeat a request whose connection broke, which could start two.
 *
 * <p>Threading: safe from any thread. Ownership: whoever makes it closes it.
 */
final class LiveKitConnection implements AutoCloseable {

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  private final LiveKitAccess access;
  private final OkHttpClient http;
  private final RoomServiceClient rooms;
  private final EgressService egressService;
  private final EgressServiceClient egress;
  private final StartEgressApi startEgress;

  LiveKitConnection(LiveKitAccess access) {
    this.access = access;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(shorter(LONGEST_CONNECT, access.timeout()))
            .readTimeout(access.timeout())
            .writeTimeout(access.timeout())
            .callTimeout(access.timeout())
            .followRedirects(false)
            .build();
    OkHttpClient egressHttp =
        http.newBuilder()
            .readTimeout(access.egressTimeout())
            .callTimeout(access.egressTimeout())
            .retryOnConnectionFailure(false)
            .build();
    this.rooms =
        RoomServiceClient.createClient(
            access.url().toString(), access.apiKey(), access.apiSecret(), new OkHttpHolder(http));
    Retrofit egressCalls =
        new Retrofit.Builder()
            .baseUrl(access.url().toString())
            .addConverterFactory(ProtoConverterFactory.create())
            .client(egressHttp)
            .build();
    this.egressService = egressCalls.create(EgressService.class);
    this.startEgress = egressCalls.create(StartEgressApi.class);
    this.egress = new EgressServiceClient(egressService, access.apiKey(), access.apiSecret());
  }

  RoomServiceClient rooms() {
    return rooms;
  }

  EgressServiceClient egress() {
    return egress;
  }

  /** For what {@link #egress()} cannot say; takes an {@link #egressAuthorization()}. */
  EgressService egressService() {
    return egressService;
  }

  /** For the call that the SDK does not have; takes an {@link #egressAuthorization()}. */
  StartEgressApi startEgress() {
    return startEgress;
  }

  /** A fresh Authorization header that allows everything about egress. */
  String egressAuthorization() {
    AccessToken token = new AccessToken(access.apiKey(), access.apiSecret());
    token.setTtl(Duration.ofMinutes(10).toMillis());
    token.addGrants(new RoomRecord(true));
    return "Bearer " + token.toJwt();
  }

  /** Ends the idle connections and the client's own threads; calls under way may fail. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
