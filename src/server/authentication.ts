import type { ApiResponse, UserInfo } from "../machinery/api.ts";
import { failure } from "../machinery/status.ts";
import { userOfToken, withImpliedGroups } from "../apiserver/auth/reviews.ts";

/** Who sent an HTTP request: by bearer token or, without one, the default user; then whom they act for. Or the refusal. */
// apiserver/pkg/endpoints/filters/impersonation.go, 1.20
export function senderOf(headers: Headers, defaultUser: UserInfo): { user: UserInfo; userAgent: string } | ApiResponse {
  const userAgent = headers.get("user-agent") ?? "";
  const authorization = headers.get("authorization") ?? "";
  const user = authorization.startsWith("Bearer ") ? userOfToken(authorization.slice("Bearer ".length)) : defaultUser;
  if (!user) return { code: 401, body: failure(401, "Unauthorized", "Unauthorized").status, warnings: [] };
  const asUser = headers.get("impersonate-user");
  if (asUser === null) return { user, userAgent };
  const groups = (headers.get("impersonate-group") ?? "").split(",").map((group) => group.trim()).filter((group) => group !== "");
  return { user: withImpliedGroups({ name: asUser, groups }), userAgent };
}
