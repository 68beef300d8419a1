package io.roomscribe.ingest.rtmp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Where an RTMP relay asks who may publish and play: nginx-rtmp's on_publish, on_publish_done and
 * on_play, MediaMTX's authMethod http. Needs no credential of the API: a publisher's key is one,
 * and playing is for our own FFmpeg.
 */
@Path("rtmp/publish")
@ApplicationScoped
public class RelayResource {

  /** A URL and some names. */
  private static final int LARGEST_BYTES = 16 * 1024;

  @Inject RtmpIngest ingest;

  /** Answers one question: 204 lets it happen. */
  @POST
  @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.APPLICATION_JSON})
  @Operation(summary = "For RTMP relays: may this be published, or played?")
  public Response answer(@HeaderParam(HttpHeaders.CONTENT_TYPE) String type, InputStream body)
      throws IOException {
    byte[] raw = body.readNBytes(LARGEST_BYTES + 1);
    if (raw.length > LARGEST_BYTES) {
      throw new ClientErrorException(
          "A question has at most " + LARGEST_BYTES + " bytes.",
          Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    if (!ingest.allows(question(type, new String(raw, StandardCharsets.UTF_8)))) {
      throw new ForbiddenException("No session here wants this stream with this key.");
    }
    return Response.noContent().build();
  }

  private static RelayQuestion question(String type, String text) {
    boolean isJson = type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON);
    try {
      return isJson ? RelayQuestion.ofMediaMtx(text) : RelayQuestion.ofNginx(text);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new BadRequestException("This is no question of a relay that is known here.", e);
    }
  }
}
