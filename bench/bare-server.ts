// The smallest possible Bun server: the upper limit for everything that answers over HTTP here.
Bun.serve({
  development: false,
  reusePort: false,
  hostname: '127.0.0.1',
  port: Number(process.argv[2]),
  fetch: () => new Response('{"status":"ok"}'),
})
