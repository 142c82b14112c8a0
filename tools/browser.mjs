// How the tests and measurements start Chromium: the system's, as root in a container
// or as anybody, and silent on the network.
export const flags = {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A name that is not loopback, to see the page over plain HTTP.
    '--host-resolver-rules=MAP plain.test 127.0.0.1',
  ],
};
