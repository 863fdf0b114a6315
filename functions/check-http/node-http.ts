/**
 * Node's http client. An `import` reads every export of a module of Node's once, WebSocket among them here, and with it
 * loads all of undici: 25 ms of a cold start for what nobody uses.
 */
export const { request, validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http');
