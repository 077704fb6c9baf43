/** The nonce under which this page may insert style elements; empty when the policy asks for none. */
export const cspNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
