import { server } from "../image.ts";
import { accessLine, returned } from "../nginx/index.ts";

const PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Dashboard</title>
</head>
<body>
<h1>Dashboard</h1>
</body>
</html>
`;

/** sysnet4admin/dashboard: one static page. What the real one shows is not known; this one is as plain. */
export const dashboard = server({
  name: "dashboard",
  userland: "busybox",
  answer: (_, view) => returned(PAGE, view, "1.18.0"),
  requestLog: accessLine,
});
