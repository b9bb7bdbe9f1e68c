const ERRORS: Readonly<Record<number, string>> = {
  403: "403 Forbidden",
  404: "404 Not Found",
  405: "405 Not Allowed",
  500: "500 Internal Server Error",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
};

/** nginx's own page for an error, line ends as it sends them. */
export function errorPage(status: number, version: string): string {
  const title = ERRORS[status] ?? String(status);
  return [
    "<html>",
    `<head><title>${title}</title></head>`,
    "<body>",
    `<center><h1>${title}</h1></center>`,
    `<hr><center>nginx/${version}</center>`,
    "</body>",
    "</html>",
    "",
  ].join("\r\n");
}

/** The stock welcome page: 612 bytes up to 1.21.3, 615 after. */
export function welcomePage(version: string): string {
  const [, series = 0, fix = 0] = version.split(".").map(Number);
  const newer = series > 21 || (series === 21 && fix >= 4);
  const style = newer
    ? ["html { color-scheme: light dark; }", "body { width: 35em; margin: 0 auto;", "font-family: Tahoma, Verdana, Arial, sans-serif; }"]
    : [
        "    body {",
        "        width: 35em;",
        "        margin: 0 auto;",
        "        font-family: Tahoma, Verdana, Arial, sans-serif;",
        "    }",
      ];
  return [
    "<!DOCTYPE html>",
    "<html>",
    "<head>",
    "<title>Welcome to nginx!</title>",
    "<style>",
    ...style,
    "</style>",
    "</head>",
    "<body>",
    "<h1>Welcome to nginx!</h1>",
    "<p>If you see this page, the nginx web server is successfully installed and",
    "working. Further configuration is required.</p>",
    "",
    "<p>For online documentation and support please refer to",
    '<a href="http://nginx.org/">nginx.org</a>.<br/>',
    "Commercial support is available at",
    '<a href="http://nginx.com/">nginx.com</a>.</p>',
    "",
    "<p><em>Thank you for using nginx.</em></p>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
