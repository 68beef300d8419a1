package io.roomscribe.recording;

import io.roomscribe.rooms.SessionDirectory;
import io.roomscribe.rooms.SessionSummary;
import io.roomscribe.security.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The recording of a session, for those who manage its room: it holds what was said while others
 * who may read captions were not there.
 */
@Path("sessions/{id}/recording")
@Tag(name = "recordings")
@RequestScoped
public class RecordingResource {
  private static final String WAV = "audio/wav";
  private static final long DELETE_SECONDS = 10;

  @Inject Recordings recordings;
  @Inject SessionDirectory sessions;
  @Inject Caller caller;
  @Context Request request;

  /** The audio; of a running session, what there is so far. */
  @GET
  @Produces(WAV)
  @Operation(
      summary = "A session's audio",
      description =
          "WAV (RF64 from 4 GiB on), mono, 16 kHz, 16 bit, from the session's position zero on, to"
              + " which the ms of its lines and gaps relate. Of a running session what there is so"
              + " far: its header has the length of that moment.")
  @APIResponse(responseCode = "200", description = "The whole of it")
  @APIResponse(responseCode = "206", description = "The part that Range names; one, not several")
  @APIResponse(responseCode = "304", description = "It is what the caller has")
  @APIResponse(responseCode = "403", description = "The credential does not manage the room")
  @APIResponse(responseCode = "404", description = "No such session, or no audio of it yet")
  @APIResponse(responseCode = "410", description = "It was deleted, has expired or is not here")
  @APIResponse(responseCode = "416", description = "It is shorter; Content-Range has its length")
  public Response download(
      @PathParam("id") String id,
      @Parameter(description = "bytes=from-to, bytes=from- or bytes=-last") @HeaderParam("Range")
          @Nullable String range,
      @Parameter(description = "The ETag of what Range goes on with") @HeaderParam("If-Range")
          @Nullable String ifRange) {
    WavAnswer answer = answer(id);
    return answer.fresh(request).orElseGet(() -> answer.get(range, ifRange));
  }

  /** What a download would have: its length, and whether parts can be asked for. */
  @HEAD
  @Operation(summary = "What a session's audio would be, without it")
  @APIResponse(responseCode = "200", description = "Content-Length, ETag and Last-Modified")
  public Response look(@PathParam("id") String id) {
    WavAnswer answer = answer(id);
    return answer.fresh(request).orElseGet(answer::head);
  }

  /** Deletes the audio for good; of a running session, and keeps no more. */
  @DELETE
  @Operation(
      summary = "Delete a session's audio",
      description = "What a running session hears from then on is not recorded either.")
  @APIResponse(responseCode = "204", description = "Nothing of it is kept any more")
  @APIResponse(responseCode = "403", description = "The credential does not manage the room")
  @APIResponse(responseCode = "404", description = "No such session, or not one to be recorded")
  @APIResponse(
      responseCode = "409",
      description = "Another node records it: stop the session first")
  @APIResponse(responseCode = "503", description = "The disk does not answer")
  public void delete(@PathParam("id") String id) throws InterruptedException {
    SessionSummary session = recorded(id);
    if (!session.ended() && !recordings.files().isRecording(id)) {
      throw new ClientErrorException(
          "another node records this session: stop it first", Response.Status.CONFLICT);
    }
    try {
      recordings.files().delete(id).get(DELETE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new ServiceUnavailableException("the disk of the recordings does not answer");
    }
  }

  private WavAnswer answer(String id) {
    SessionSummary session = recorded(id);
    try {
      Optional<Recording> found = recordings.files().find(id);
      if (found.isPresent()) {
        return new WavAnswer(id, found.get(), isComplete(session));
      }
    } catch (IOException unreadable) {
      throw new ServiceUnavailableException("the disk of the recordings does not answer");
    }
    if (!session.ended()) {
      throw new NotFoundException("nothing has been recorded yet");
    }
    throw new ClientErrorException(
        "no recording of this session is kept: it was deleted, has expired, is on another node,"
            + " or nothing was heard",
        Response.Status.GONE);
  }

  /** What was mixed last may still be on its way to the disk when the session has ended. */
  private boolean isComplete(SessionSummary session) {
    return session.ended() && !recordings.files().isRecording(session.id());
  }

  private SessionSummary recorded(String id) {
    SessionSummary session =
        sessions.find(id).orElseThrow(() -> new NotFoundException("there is no session " + id));
    if (!caller.mayManage(session.room())) {
      throw new ForbiddenException("your credential does not manage this session's room");
    }
    if (!session.recorded()) {
      throw new NotFoundException("this session was not to be recorded: options.recording");
    }
    return session;
  }
}
