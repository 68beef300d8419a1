package io.roomscribe.livekit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.roomscribe.lanes.Clock;
import io.roomscribe.rooms.RoomHints;
import io.roomscribe.security.RefusedException;
import io.roomscribe.security.SecuritySettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Where LiveKit posts its webhooks. Needs no credential of the API: the webhook's own signature,
 * made with LIVEKIT_API_SECRET over the body as sent, is checked instead.
 *
 * <p>LiveKit repeats after 5xx and 429 only, so what is wrong with a webhook is answered as 4xx.
 */
@Path("livekit/webhook")
@ApplicationScoped
public class WebhookResource {

  /** Webhooks are a few kB; participants' metadata may reach 64 kB or so. */
  private static final int LARGEST_BYTES = 1 << 20;

  private static final String CHALLENGE = "LiveKit-Webhook";

  @Inject SecuritySettings security;
  @Inject RoomHints hints;
  @Inject Clock clock;

  private Optional<Webhooks> webhooks = Optional.empty();

  @PostConstruct
  void prepare() {
    webhooks = security.liveKitTokens(clock::now).map(tokens -> new Webhooks(tokens, hints));
  }

  /** Takes one webhook; answers at once and leaves the work to the rooms. */
  @POST
  @Consumes({"application/webhook+json", MediaType.APPLICATION_JSON})
  @Operation(summary = "For LiveKit: takes its signed webhooks")
  public Response receive(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String signature, InputStream body)
      throws IOException {
    byte[] raw = body.readNBytes(LARGEST_BYTES + 1);
    if (raw.length > LARGEST_BYTES) {
      throw new ClientErrorException(
          "A webhook has at most " + LARGEST_BYTES + " bytes.",
          Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    try {
      if (signature == null) {
        throw new RefusedException("A webhook is signed in its Authorization header.");
      }
      webhooks
          .orElseThrow(() -> new RefusedException("No LiveKit key is configured here."))
          .receive(signature, raw);
    } catch (RefusedException e) {
      throw new NotAuthorizedException(e.getMessage(), e, CHALLENGE);
    } catch (InvalidProtocolBufferException e) {
      throw new BadRequestException("This is not a LiveKit webhook: " + e.getMessage(), e);
    }
    return Response.ok().build();
  }
}
