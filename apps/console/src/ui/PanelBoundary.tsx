import { Component, type ReactNode } from 'react'
import { withTranslation, type WithTranslation } from 'react-i18next'
import { ErrorPanel } from './ErrorPanel.tsx'

interface PanelBoundaryProps extends WithTranslation {
  readonly children: ReactNode
  /** What stands in for the panel, below the error. */
  readonly fallback?: ReactNode
}

interface PanelBoundaryState {
  readonly error: unknown
}

/** A crash inside stays inside: the rest of the page lives on. */
class Boundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  override state: PanelBoundaryState = { error: undefined }

  static getDerivedStateFromError(error: unknown): PanelBoundaryState {
    return { error: error ?? new Error('unknown') }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return (
      <div className="space-y-4">
        <ErrorPanel
          error={this.state.error}
          title={this.props.t('error.crash')}
          onRetry={() => this.setState({ error: undefined })}
        />
        {this.props.fallback}
      </div>
    )
  }
}

export const PanelBoundary = withTranslation()(Boundary)
