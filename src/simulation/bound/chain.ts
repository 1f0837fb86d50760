// Two questions to a small Markov chain, answered by elimination: how often it is in each state, and how
// much better it is to start in one state than in another. Matrices are dense and row-wise.

/**
 * The stationary law of the chain whose transition matrix is `next`, by the elimination of Grassmann,
 * Taksar and Heyman, which subtracts nothing and so loses no digits. From every state but the first
 * some lower state must be reachable in one step.
 */
export function stationaryLaw(next: Float64Array, size: number): Float64Array {
  const matrix = next.slice();
  for (let gone = size - 1; gone > 0; gone -= 1) {
    let down = 0;
    for (let to = 0; to < gone; to += 1) down += matrix[gone * size + to] ?? 0;
    for (let from = 0; from < gone; from += 1) {
      const share = (matrix[from * size + gone] ?? 0) / down;
      matrix[from * size + gone] = share;
      if (share === 0) continue;
      for (let to = 0; to < gone; to += 1) {
        const at = from * size + to;
        matrix[at] = (matrix[at] ?? 0) + share * (matrix[gone * size + to] ?? 0);
      }
    }
  }
  return lawOfEliminated(matrix, size);
}

function lawOfEliminated(matrix: Float64Array, size: number): Float64Array {
  const law = new Float64Array(size);
  law[0] = 1;
  for (let state = 1; state < size; state += 1) {
    let weight = 0;
    for (let from = 0; from < state; from += 1)
      weight += (law[from] ?? 0) * (matrix[from * size + state] ?? 0);
    law[state] = weight;
    // What came before may be next to nothing beside what comes: keep it within a number's range.
    if (weight > 1e200) for (let at = 0; at <= state; at += 1) law[at] = (law[at] ?? 0) / weight;
  }
  const total = law.reduce((sum, weight) => sum + weight, 0);
  return law.map((weight) => weight / total);
}

/**
 * The values v with v = reward + next v, where the law's mean of `reward` is 0; v is 0 at the most
 * frequent state. Elimination needs no pivots: the matrix is that of a chain which is left at that state.
 */
export function relativeValues(next: Float64Array, reward: Float64Array, law: Float64Array): Float64Array {
  const size = reward.length;
  const reference = law.indexOf(Math.max(...law));
  const matrix = next.map((chance, at) => (at % (size + 1) === 0 ? 1 : 0) - chance);
  const values = reward.slice();
  for (let to = 0; to < size; to += 1) matrix[reference * size + to] = to === reference ? 1 : 0;
  values[reference] = 0;
  for (let pivot = 0; pivot < size; pivot += 1) {
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = (matrix[row * size + pivot] ?? 0) / (matrix[pivot * size + pivot] ?? 1);
      if (factor === 0) continue;
      for (let column = pivot; column < size; column += 1) {
        const at = row * size + column;
        matrix[at] = (matrix[at] ?? 0) - factor * (matrix[pivot * size + column] ?? 0);
      }
      values[row] = (values[row] ?? 0) - factor * (values[pivot] ?? 0);
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let value = values[row] ?? 0;
    for (let column = row + 1; column < size; column += 1)
      value -= (matrix[row * size + column] ?? 0) * (values[column] ?? 0);
    values[row] = value / (matrix[row * size + row] ?? 1);
  }
  return values;
}
