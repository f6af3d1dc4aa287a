import { Component, type ReactNode } from 'react';

interface CrashBoundaryProps {
  readonly children: ReactNode;
  readonly fallback: ReactNode;
  /** A change of this gives the children another try. */
  readonly retryKey?: string;
}

/** Shows `fallback` where drawing the children failed. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly failedKey: string | undefined }> {
  override state = { failedKey: undefined };

  static getDerivedStateFromError(): { failedKey: string } {
    return { failedKey: '' };
  }

  override componentDidUpdate(before: CrashBoundaryProps): void {
    if (this.state.failedKey !== undefined && before.retryKey !== this.props.retryKey) {
      this.setState({ failedKey: undefined });
    }
  }

  override render(): ReactNode {
    return this.state.failedKey === undefined ? this.props.children : this.props.fallback;
  }
}
