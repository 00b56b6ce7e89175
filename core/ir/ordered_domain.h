// SPDX-License-Identifier: Apache-2.0
// Operands in braces: add<I64>({a, b}) evaluates, and with that records, a before b, which the plain call leaves to the compiler.
#pragma once

#include "core/ir/types.h"

namespace vitrine::ir {

// Adds the braced form of every operation of two operands to a value domain (ir::BuildDomain, cpu::EvalDomain).  Semantics use it wherever
// both operands record nodes, so that every compiler builds the same IR.  C++ standard, [dcl.init.list]: the clauses of a braced list are
// evaluated in their order.  Thread: the base's.
template <class Base> class OrderedDomain : public Base {
 public:
  template <class T> using V = typename Base::template V<T>;
  using Base::Base;

  template <class A, class B = A> struct Operands {
    V<A> first;
    V<B> second;
  };

#define VITRINE_ORDERED(Result, name) \
  using Base::name;                   \
  template <class T> Result name(Operands<T> o) { return Base::template name<T>(o.first, o.second); }
  VITRINE_ORDERED(V<T>, add)
  VITRINE_ORDERED(V<T>, sub)
  VITRINE_ORDERED(V<T>, mul)
  VITRINE_ORDERED(V<T>, div_u)
  VITRINE_ORDERED(V<T>, div_s)
  VITRINE_ORDERED(V<T>, rem_u)
  VITRINE_ORDERED(V<T>, rem_s)
  VITRINE_ORDERED(V<T>, and_)
  VITRINE_ORDERED(V<T>, or_)
  VITRINE_ORDERED(V<T>, xor_)
  VITRINE_ORDERED(V<T>, shl)
  VITRINE_ORDERED(V<T>, shr)
  VITRINE_ORDERED(V<T>, sar)
  VITRINE_ORDERED(V<T>, rotl)
  VITRINE_ORDERED(V<T>, rotr)
  VITRINE_ORDERED(V<T>, fmin)
  VITRINE_ORDERED(V<T>, fmax)
  VITRINE_ORDERED(V<I1>, eq)
  VITRINE_ORDERED(V<I1>, ne)
  VITRINE_ORDERED(V<I1>, lt_u)
  VITRINE_ORDERED(V<I1>, lt_s)
  VITRINE_ORDERED(V<I1>, ge_u)
  VITRINE_ORDERED(V<I1>, ge_s)
  VITRINE_ORDERED(V<I1>, feq)
  VITRINE_ORDERED(V<I1>, flt)
  VITRINE_ORDERED(V<I1>, fle)
#undef VITRINE_ORDERED

#define VITRINE_ORDERED_ROUNDING(name) \
  using Base::name;                    \
  template <class T> V<T> name(Operands<T> o, RoundingChoice rounding) { return Base::template name<T>(o.first, o.second, rounding); }
  VITRINE_ORDERED_ROUNDING(fadd)
  VITRINE_ORDERED_ROUNDING(fsub)
  VITRINE_ORDERED_ROUNDING(fmul)
  VITRINE_ORDERED_ROUNDING(fdiv)
#undef VITRINE_ORDERED_ROUNDING

  // High halves are of 64-bit operands alone.
#define VITRINE_ORDERED_HIGH(name) \
  using Base::name;                \
  V<I64> name(Operands<I64> o) { return Base::name(o.first, o.second); }
  VITRINE_ORDERED_HIGH(mulh_u)
  VITRINE_ORDERED_HIGH(mulh_s)
  VITRINE_ORDERED_HIGH(mulh_su)
#undef VITRINE_ORDERED_HIGH

  // The address comes before what is stored.
  using Base::amo;
  using Base::store;
  using Base::store_conditional;
  template <class T> void store(Operands<I64, T> o) { Base::template store<T>(o.first, o.second); }
  template <class T> V<T> amo(AmoOp op, Operands<I64, T> o) { return Base::template amo<T>(op, o.first, o.second); }
  template <class T> V<I64> store_conditional(Operands<I64, T> o) { return Base::template store_conditional<T>(o.first, o.second); }
};

}  // namespace vitrine::ir
