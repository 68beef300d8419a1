package io.roomscribe.config;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.UUID;

/**
 * Renders every error of the REST API as a {@link Problem}; the only class that does.
 *
 * <p>A {@link WebApplicationException} keeps its status, its headers and its message. Anything else
 * is a defect of ours: 500 with an id under which the log has it, and nothing of the cause.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

  /** For errors that the server raised itself, in words of its own. */
  private static final Map<Integer, String> DETAILS =
      Map.of(
          400, "The request could not be understood.",
          401, "Credentials are missing or not valid.",
          403, "These credentials do not allow this.",
          404, "There is nothing here.",
          405, "This method is not available here; see the Allow header.",
          406, "None of the accepted media types can be produced here.",
          415, "The body's media type is not understood here.");

  @Context UriInfo uriInfo;

  @Override
  public Response toResponse(Throwable error) {
    if (error instanceof WebApplicationException known) {
      return ofKnown(known);
    }
    return ofUnknown(error);
  }

  private Response ofKnown(WebApplicationException error) {
    Response response = error.getResponse();
    int status = response.getStatus();
    if (status < 400) {
      return response;
    }
    if (status >= 500) {
      LOG.log(Level.WARNING, "event=request-failed status=" + status, error);
    }
    return render(Response.fromResponse(response), status, detail(error, status));
  }

  private Response ofUnknown(Throwable error) {
    String id = UUID.randomUUID().toString();
    LOG.log(Level.ERROR, "event=request-failed id=" + id, error);
    return render(
        Response.serverError(),
        500,
        "Something unexpected happened; the log has it as " + id + ".");
  }

  private Response render(Response.ResponseBuilder response, int status, String detail) {
    Problem problem = new Problem(status, detail, uriInfo.getRequestUri().getPath());
    return response.type(Problem.MEDIA_TYPE).entity(problem.toJson().toString()).build();
  }

  private static String detail(WebApplicationException error, int status) {
    String message = error.getMessage();
    if (message == null || message.startsWith("HTTP ") || message.startsWith("RESTEASY")) {
      return DETAILS.getOrDefault(status, "The request was not carried out.");
    }
    return message;
  }
}
