/* Ranks: which of all sentences a sentence is. The definitions are in runtime/distributions:
   even.py for even draws, permutation.py for each sentence once. */

#include "sentence.h"

#define LEAST_BITS 6

void ranks_init(Ranks *ranks, u128 size, int distinct, uint64_t seed) {
    ranks->size = size;
    ranks->distinct = distinct;
    ranks->seed = seed;
    ranks->wide = (uint64_t)(size >> 64) != 0;
    u128 mask = ranks->wide ? (u128)(uint64_t)(size >> 64) : (u128)(uint64_t)size;
    for (int shift = 1; shift < 64; shift *= 2) mask |= mask >> shift;
    ranks->mask = ranks->wide ? mask << 64 | UINT64_MAX : mask;
    int bits = 0;
    while (bits < 127 && (size - 1) >> bits) bits++;
    if (bits < LEAST_BITS) bits = LEAST_BITS;
    ranks->left = bits / 2;
    ranks->right = bits - bits / 2;
    uint64_t state = stream(seed, UINT64_MAX);
    for (int r = 0; r < ROUNDS; r++) ranks->keys[r] = mix(state += GAMMA);
}

static u128 even(const Ranks *ranks, uint64_t index) {
    uint64_t state = stream(ranks->seed, index);
    for (;;) {
        u128 rank = 0;
        for (int word = 0; word <= ranks->wide; word++) {
            state += GAMMA;
            rank = rank << 64 | mix(state);
        }
        rank &= ranks->mask;
        if (rank < ranks->size) return rank;
    }
}

static u128 permuted(const Ranks *ranks, u128 x) {
    uint64_t left_mask = UINT64_MAX >> (64 - ranks->left);
    uint64_t right_mask = UINT64_MAX >> (64 - ranks->right);
    do {
        uint64_t left = (uint64_t)(x >> ranks->right), right = (uint64_t)x & right_mask;
        for (int r = 0; r < ROUNDS; r += 2) {
            left ^= mix(ranks->keys[r] ^ right) & left_mask;
            right ^= mix(ranks->keys[r + 1] ^ left) & right_mask;
        }
        x = (u128)left << ranks->right | right;
    } while (x >= ranks->size);
    return x;
}

u128 rank_of(const Ranks *ranks, uint64_t index) {
    return ranks->distinct ? permuted(ranks, index) : even(ranks, index);
}
