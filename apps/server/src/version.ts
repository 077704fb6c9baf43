import manifest from '../package.json' with { type: 'json' }

/** Version of the program, as session, audit and logs tell it. */
export const version: string = manifest.version
