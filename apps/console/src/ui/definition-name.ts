/** Address of the page that makes a definition; no name of one begins with `~`. */
export const newDefinitionName = '~new'

/** For the path to the page; `+` stands for one that is being made. */
export const definitionTitle = (name: string | undefined): string => (name === newDefinitionName ? '+' : (name ?? ''))
