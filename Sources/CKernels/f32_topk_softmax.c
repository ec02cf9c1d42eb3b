#include "f32_exp.h"

/// Keeps the k best so far in order: k is small and logits are few. A NaN is never among the best unless nothing else is left.
void f32_topk_softmax_portable(int32_t *indices, float *weights, const float *logits, size_t k, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        size_t place = found;
        while (place > 0 && !(logits[i] <= weights[place - 1]) && logits[i] == logits[i]) place--;
        if (place == k) continue;
        if (found < k) found++;
        for (size_t j = found - 1; j > place; j--) {
            indices[j] = indices[j - 1];
            weights[j] = weights[j - 1];
        }
        indices[place] = (int32_t)i;
        weights[place] = logits[i];
    }
    const float largest = weights[0];
    float sum = 0;
    for (size_t j = 0; j < k; j++) {
        weights[j] = f32_exp(weights[j] - largest);
        sum += weights[j];
    }
    for (size_t j = 0; j < k; j++) weights[j] /= sum;
}
