/** Traces to an OpenTelemetry collector, when one is named. The SDK is 50 MB, so it is not installed by default. */
interface SdkModule {
  readonly NodeSDK: new (settings: { serviceName: string }) => { start(): void; shutdown(): Promise<void> }
}

/** The SDK reads the collector's address from the environment itself, under the standard name. */
export async function startTracing(endpoint: string | undefined): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => {}
  const name = '@opentelemetry/sdk-node'
  let sdkModule: SdkModule
  try {
    // The package's shape is its public API; nothing here can check it when it is not installed.
    sdkModule = (await import(name)) as SdkModule
  } catch (cause) {
    throw new Error(`OTEL_EXPORTER_OTLP_ENDPOINT needs the package ${name}: npm install ${name}`, { cause })
  }
  const sdk = new sdkModule.NodeSDK({ serviceName: 'gatehouse' })
  sdk.start()
  return () => sdk.shutdown()
}
