/** `$1,234.50` */
export function dollarsText(amount: number): string {
  return amount.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
