/** Node's tls is loaded while the function starts, when Lambda gives it more CPU than it runs with, not at the first handshake. */
process.getBuiltinModule('node:tls');
