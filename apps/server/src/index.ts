/** The server as a value: parse a configuration, create it, start it, stop it. */
export type { Config } from './config/config.ts'
export { ConfigError } from './config/config-error.ts'
export { parseConfig } from './config/parse-config.ts'
export { readEnv } from './config/read-env.ts'
export { createLog } from './log.ts'
export { createServer } from './server.ts'
export type { GatehouseServer, ServerOptions, ServerUrls } from './server.ts'
